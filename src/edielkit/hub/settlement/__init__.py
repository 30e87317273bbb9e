"""The settlement basis (avregningsgrunnlag) of grid areas: computed daily, checked, sent to those whose it is."""

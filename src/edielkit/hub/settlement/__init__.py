"""The settlement basis (avregningsgrunnlag) of grid areas: computed daily, judged, told to those whose it is."""

"""What mkdocs asks while it builds the site: the navigation, the pages made for it, and where links lead."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from docs.site.links import COPIES, ROOT, of_repository, targets, with_links_of_the_site
from docs.site.navigation import navigation
from docs.site.pages import pages
from docs.site.rules import FOLDERS

__all__ = ("on_config", "on_files", "on_page_markdown", "on_post_page")

# texts of the repository that a reader of the site wants too
_TEXTS = ("README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Give the site its navigation."""
    config.nav = navigation()
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made for the site, and copies of what its pages link to outside of ``docs/``."""
    for uri, content in pages().items():
        files.append(File.generated(config, uri, content=content))
    for path in sorted(_outside(files)):
        files.append(File.generated(config, f"{COPIES}/{path}", abs_src_path=str(ROOT / path)))
    return files


def _outside(files: Files) -> set[str]:
    texts = {of_repository(file.src_uri): file.content_string for file in files.documentation_pages()}
    texts |= {name: (ROOT / name).read_text("utf-8") for name in _TEXTS}
    linked = {target for path, text in texts.items() for target in targets(text, path)}
    return {path for path in {*linked, *_TEXTS} if not path.startswith("docs/") and (ROOT / path).is_file()}


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return the page with its links as they are in the site."""
    return with_links_of_the_site(markdown, page.file.src_uri)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Say which language a page is in, for programs that read it aloud."""
    folder = page.file.src_uri.partition("/")[0]
    for language, of_language in FOLDERS.items():
        if folder == of_language:
            return output.replace('<html lang="en"', f'<html lang="{language}"', 1)
    return output

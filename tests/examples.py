"""Writes document_templates/examples.json: the invented cases by which the house style is shown."""

import json

from huisverbod.documents import example
from huisverbod.settings import Settings
from tests.test_documents_papers import examples

if __name__ == "__main__":
    path = Settings().document_templates / example.FILE
    text = json.dumps(examples(), ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")

"""The procedure, the invariants and the regions as shipped."""

from huisverbod import proof, region, stages, workflow
from huisverbod.documents import templates
from huisverbod.settings import Settings

SETTINGS = Settings()
PROCEDURE = workflow.load(SETTINGS.workflows, stages.vocabulary(SETTINGS.document_templates))
INVARIANTS = proof.load(SETTINGS.workflows, PROCEDURE)
REGIONS = region.load(SETTINGS.pilot_regions, PROCEDURE.powers)
MANIFESTS = templates.read(SETTINGS.document_templates).manifests
PAPERS = {name: proof.Paper(known.audience, known.holds) for name, known in MANIFESTS.items()}
TEXT = (SETTINGS.workflows / "invariants.toml").read_text(encoding="utf-8")

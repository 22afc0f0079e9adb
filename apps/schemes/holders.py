from apps.documents.access import register
from apps.schemes.lifecycle import VIEW
from apps.schemes.models import Scheme

# The instruments of a scheme are read by whoever reads the scheme.
register(Scheme, VIEW)

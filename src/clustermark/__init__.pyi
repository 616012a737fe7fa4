from clustermark.evidence.world_tables import cached_system as cached_system
from clustermark.evidence.world_tables import read_world_table as read_world_table
from clustermark.evidence.world_tables import write_world_table as write_world_table
from clustermark.methods.valuechain import Decomposition as Decomposition
from clustermark.methods.valuechain import System as System
from clustermark.methods.valuechain import TableError as TableError
from clustermark.methods.valuechain import WorldTable as WorldTable
from clustermark.methods.valuechain import decompose as decompose
from clustermark.methods.valuechain import downstreamness as downstreamness
from clustermark.methods.valuechain import participation as participation
from clustermark.methods.valuechain import production_lengths as production_lengths
from clustermark.methods.valuechain import rca as rca
from clustermark.methods.valuechain import smile_curve as smile_curve
from clustermark.methods.valuechain import upstreamness as upstreamness
from clustermark.methods.valuechain import value_added as value_added
from clustermark.methods.valuechain import value_added_in_exports as value_added_in_exports
from clustermark.methods.valuechain import vax as vax

__version__: str

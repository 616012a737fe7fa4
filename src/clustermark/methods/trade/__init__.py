"""Trade records: unit values, quality, specialisation, and how concentrated markets are."""

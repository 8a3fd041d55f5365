"""The pages for those who administer: rosters, accounts, packs."""

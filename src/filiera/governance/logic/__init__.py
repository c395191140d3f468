"""Pure rules of the association: no database, no clock. What counts, who votes, what is adopted, by which article."""

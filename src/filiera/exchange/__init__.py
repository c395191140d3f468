"""The need desk: needs and offers, who is asked, what they answer, under which secrecy, and what comes of it.

Words: need (esigenza), offer (offerta), match (abbinamento: one row for a need and a solver), batch (who is asked at once),
stage of disclosure (what a solver may see), terms (what binds whoever reads on), introduction (presentazione),
collaboration, exit (what a need becomes besides). It may import what stands below it: competence, documents, registry.
"""

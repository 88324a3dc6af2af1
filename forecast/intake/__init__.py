"""What offices really have, workbooks made for people and sentences, turned into candidates for the tidy tables."""

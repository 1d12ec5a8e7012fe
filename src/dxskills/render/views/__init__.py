"""Views: each lays one kind of result out for people, for JSON and for a spreadsheet."""

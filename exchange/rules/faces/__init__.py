"""The faces of a deal's terms: text in Chinese and English, ODRL and the table, each a pure function of the same terms."""

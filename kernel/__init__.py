"""The ground floor: what every act of the exchange needs. It imports nothing of ours."""

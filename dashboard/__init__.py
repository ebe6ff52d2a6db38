"""The Streamlit pages: map, figures and lists for leaders and staff."""

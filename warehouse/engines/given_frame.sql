SELECT * FROM given_frame

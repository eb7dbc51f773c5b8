"""What happens once a person has confirmed the address given at sign-up."""

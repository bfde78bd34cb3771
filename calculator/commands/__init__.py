"""The commands of ``stapelwijzer`` by subject: arguments, the service they call, and what they print."""

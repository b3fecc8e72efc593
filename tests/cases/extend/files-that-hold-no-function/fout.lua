error("dit bestand is nog niet af")

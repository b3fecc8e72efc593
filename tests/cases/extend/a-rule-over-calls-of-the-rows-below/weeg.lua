return function(gemiddeld, aantal)
  return gemiddeld * (1 - 1 / aantal)
end

return function(actief) return actief == true end

return function(niveau) return niveau end

return function(score) return "tekst

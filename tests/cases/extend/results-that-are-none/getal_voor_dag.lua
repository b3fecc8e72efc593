return function(score) return 2021 end

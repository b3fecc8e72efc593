return function(score) assert(score > 100, "onder de honderd") return 1 end

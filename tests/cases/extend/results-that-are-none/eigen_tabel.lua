return function(score) error({ 1 }) end

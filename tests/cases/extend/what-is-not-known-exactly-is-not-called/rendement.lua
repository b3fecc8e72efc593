return function(score, norm) return score - norm end

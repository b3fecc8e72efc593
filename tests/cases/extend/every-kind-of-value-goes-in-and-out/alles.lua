return function(score, vak, actief, naam, sinds)
  return score .. " " .. vak .. " " .. tostring(actief) .. " " .. naam .. " " .. sinds
end

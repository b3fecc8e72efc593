return require "os"

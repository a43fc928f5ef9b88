"""Writers: reports, trees and rules as people read them."""

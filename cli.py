"""temporary"""
import sys,json
from cchc_check.grammar import parse
from cchc_check.grammar.understood import understood
def main():
    f=sys.argv[2]
    print(json.dumps(understood(parse(open(f,newline='',encoding='utf8').read())),ensure_ascii=False))
if __name__=="__main__": main()

"""Look and behaviour of the page: one style sheet and one script, both inside the page."""

from __future__ import annotations

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#111;font:16px/1.45 "DejaVu Sans",Verdana,"Segoe UI",Arial,sans-serif}
main,header,footer{max-width:76rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.2rem}
h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid #111}
h3{font-size:1.02rem;margin:1.4rem 0 .4rem}
p{margin:.35rem 0 .7rem;max-width:62rem}
.subtitle{margin:0 0 .8rem;color:#333}
.banner{display:inline-block;border:2px solid #111;padding:.1rem .6rem;font-weight:700;margin:.2rem 0 .6rem}
.decision{display:flex;border:3px solid #111;margin:.6rem 0 1rem;align-items:stretch}
.decision strong{font-size:1.7rem;padding:.5rem 1.2rem;display:flex;align-items:center;white-space:nowrap}
.decision.no strong{background:#111;color:#fff}
.decision.go strong{border-right:3px solid #111}
.decision div{padding:.5rem 1rem}
.decision p{margin:.2rem 0}
dl.facts{display:grid;grid-template-columns:minmax(7.5rem,10rem) 1fr;margin:0;border-top:1px solid #777}
dl.facts>*{border-bottom:1px solid #777;padding:.45rem .3rem;margin:0}
dl.facts dt{color:#333}
dl.facts b{display:block}
dl.facts span{display:block;font-size:.9rem}
.law{border:1px solid #111;padding:.5rem .9rem;margin:1.2rem 0}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:1rem 0}
a{color:#111}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1.2rem;align-items:center;margin:.4rem 0}
.tools fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.3rem 1rem}
.tools legend{float:left;padding:0 .6rem 0 0;font-weight:700}
.tools label{cursor:pointer}
.buttons{display:none;gap:.3rem}
.js .buttons{display:flex}
.hint{display:none}
.js .hint{display:block}
button{font:inherit;min-width:2.4rem;padding:.2rem .6rem;background:#fff;color:#111;border:2px solid #111;cursor:pointer}
button:hover{background:#111;color:#fff}
:focus-visible{outline:3px solid #111;outline-offset:2px}
.map{border:1px solid #777;overflow:hidden;touch-action:pan-y}
.map svg{display:block;width:100%;height:auto;max-height:85vh}
.js .map svg{cursor:grab}
.chart{border:1px solid #777;padding:.4rem;margin:.4rem 0 .8rem}
.chart svg{display:block;width:100%;max-width:62rem;height:auto;margin:0 auto}
.scroll{overflow-x:auto;margin:.3rem 0 .2rem}
table{border-collapse:collapse;width:100%;font-size:.86rem}
caption{text-align:left;font-weight:700;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #999}
thead th{border-top:2px solid #111;border-bottom:2px solid #111;background:#fff}
.right{text-align:right;font-variant-numeric:tabular-nums}
.note{font-size:.86rem;margin-top:.1rem}
footer{margin-top:2.5rem;border-top:1px solid #111;padding-top:.5rem;padding-bottom:2rem;font-size:.85rem}
@media (max-width:40rem){dl.facts{grid-template-columns:1fr}dl.facts dt{border-bottom:0;padding-bottom:0}.decision{display:block}}
@media print{
@page{size:A4;margin:14mm}
body{font-size:10pt}
main,header,footer{max-width:none;padding:0}
.tools,nav,.js .hint{display:none}
table{font-size:8pt}th,td{padding:.15rem .35rem}
.map,.chart{border:0}.map svg{max-height:none}
h2,h3,caption{break-after:avoid}
tr{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
}
"""
"""Dark on white; tables scroll on narrow screens; the tools are not printed."""

SCRIPT = """
(function(){
var map=document.querySelector('.map svg');
if(!map)return;
document.documentElement.classList.add('js');
var full=map.getAttribute('viewBox').split(' ').map(Number),view=full.slice();
function show(){
view[2]=Math.min(full[2],Math.max(full[2]/40,view[2]));view[3]=view[2]*full[3]/full[2];
view[0]=Math.min(full[2]-view[2],Math.max(0,view[0]));view[1]=Math.min(full[3]-view[3],Math.max(0,view[1]));
map.setAttribute('viewBox',view.map(function(v){return v.toFixed(1)}).join(' '));
}
function zoom(by,x,y){
var w=Math.min(full[2],Math.max(full[2]/40,view[2]/by)),k=w/view[2];
view[0]+=(view[2]-view[2]*k)*x;view[1]+=(view[3]-view[3]*k)*y;view[2]=w;show();
}
function at(e,by){var r=map.getBoundingClientRect();zoom(by,(e.clientX-r.left)/r.width,(e.clientY-r.top)/r.height);}
function move(x,y){view[0]+=x*view[2];view[1]+=y*view[3];show();}
function whole(){view=full.slice();show();}
var acts={in:function(){zoom(1.5,.5,.5)},out:function(){zoom(1/1.5,.5,.5)},all:whole,
left:function(){move(-.2,0)},right:function(){move(.2,0)},up:function(){move(0,-.2)},down:function(){move(0,.2)}};
document.querySelectorAll('button[data-act]').forEach(function(b){b.addEventListener('click',function(){acts[b.dataset.act]()})});
var keys={'+':'in','=':'in','-':'out','0':'all',ArrowLeft:'left',ArrowRight:'right',ArrowUp:'up',ArrowDown:'down'};
var box=document.querySelector('.map');
box.addEventListener('keydown',function(e){var a=keys[e.key];if(a&&!e.ctrlKey&&!e.metaKey){acts[a]();e.preventDefault()}});
map.addEventListener('wheel',function(e){
if(!e.ctrlKey&&document.activeElement!==box)return;
at(e,e.deltaY<0?1.25:.8);e.preventDefault();
},{passive:false});
map.addEventListener('dblclick',function(e){at(e,2)});
var from=null;
map.addEventListener('pointerdown',function(e){from=[e.clientX,e.clientY];map.setPointerCapture(e.pointerId);box.focus({preventScroll:true})});
map.addEventListener('pointermove',function(e){
if(!from)return;var r=map.getBoundingClientRect();
view[0]-=(e.clientX-from[0])/r.width*view[2];view[1]-=(e.clientY-from[1])/r.height*view[3];from=[e.clientX,e.clientY];show();
});
['pointerup','pointercancel'].forEach(function(n){map.addEventListener(n,function(){from=null})});
})();
"""
"""Pan and zoom of the map by mouse, keys and buttons. Everything else works without it."""


def option_style(labels: tuple[str, ...]) -> str:
    """Return the rules by which a way is hidden while none of its options' boxes is ticked; old browsers show all ways."""
    rules = "".join(f"body:has(#show-{label}:checked) .way.in-{label}{{display:inline}}" for label in labels)
    return f"@supports selector(:has(a)){{.way{{display:none}}{rules}}}" if labels else ""

"""Lexbor's tree taken node by node: the slow way, for pages whose written form does not tell it all."""

from __future__ import annotations

from typing import Any

from auditor.extract.dom import MAX_DEPTH, MAX_NODES, Node, measure, text_node
from auditor.extract.looks import Look
from auditor.extract.marked import Marked, sorted_out


def walked(source: Any) -> Node:
    """Lexbor's tree as nodes. Never raises; comments are dropped."""
    root = Node(Look("html", _attributes(source)), None)
    root.kids = []
    if source is None:
        return root
    order: list[Node] = [root]
    stack = [(source.child, root, 1)]
    while stack:
        item, parent, depth = stack.pop()
        while item is not None:
            tag = item.tag
            nxt = item.next
            if tag == "-text":
                parent.kids.append(text_node(item.text_content or ""))
            elif tag and tag[0] != "-" and tag[0] != "!":
                node = Node(Look(tag, _attributes(item)), parent)
                node.kids = []
                parent.kids.append(node)
                order.append(node)
                if len(order) > MAX_NODES:
                    stack.clear()
                    break
                child = item.child
                if child is not None:
                    stack.append((nxt, parent, depth))
                    # Below the limit children are hung on their grandparent: nothing is lost.
                    stack.append((child, node if depth < MAX_DEPTH else parent, min(depth + 1, MAX_DEPTH)))
                    break
            item = nxt
    for node in reversed(order):
        measure(node)
    return root


def mark(root: Node) -> Marked:
    """The marked nodes of a tree that was walked."""
    return sorted_out([node for node in root.iter() if node.look.bits])


def _attributes(item: Any) -> dict[str, str]:
    attributes = getattr(item, "attributes", None) or {}
    return {key: value or "" for key, value in attributes.items()}

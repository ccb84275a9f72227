// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.PowerChain.Kind;
import io.wattmill.twin.answer.PowerChain.Link;
import io.wattmill.twin.answer.PowerChain.Node;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

import java.util.stream.Stream;

class PowerChainTest {

    @Test
    void refusesLinksOfNodesThatAreNotThere() {
        assertThrows(IllegalArgumentException.class, () -> chain("ab", "ax"));
    }

    @Test
    void refusesCircles() {
        assertThrows(IllegalArgumentException.class, () -> chain("a", "aa"));
        assertThrows(IllegalArgumentException.class, () -> chain("abc", "ab", "bc", "cb"));
        assertEquals(4, chain("abcd", "ab", "ac", "bd", "cd").links().size());
    }

    private static PowerChain chain(String nodes, String... links) {
        var kw = Figure.exact(1, Provenance.DERIVED, "");
        return new PowerChain(
                nodes.chars()
                        .mapToObj(Character::toString)
                        .map(id -> new Node(id, id, Kind.CONVERSION))
                        .toList(),
                Stream.of(links)
                        .map(l -> new Link(l.substring(0, 1), l.substring(1), kw, kw))
                        .toList());
    }
}

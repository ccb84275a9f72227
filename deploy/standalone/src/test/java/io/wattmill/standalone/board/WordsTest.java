// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void letsNoNameCommandTheTerminal() {
        assertEquals(" [31m 31m  ab", Words.text(new TextNode("\u001b[31m\u009b31m\u202e\nab")));
    }
}

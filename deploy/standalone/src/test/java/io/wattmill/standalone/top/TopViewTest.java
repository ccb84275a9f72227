// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.standalone.board.RowFilter;
import io.wattmill.standalone.terminal.Key;
import io.wattmill.standalone.terminal.Keyboard;
import io.wattmill.standalone.top.TopView.Mode;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class TopViewTest {

    /** What the view is after these bytes of a terminal. */
    private static TopView after(String typed) {
        var keyboard =
                new Keyboard(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        TopView view = TopView.of(RowFilter.NONE);
        try {
            for (Optional<Key> key = keyboard.next(); key.isPresent(); key = keyboard.next()) {
                view = view.after(key.get());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return view;
    }

    @Test
    void rowsFollowTheFilterAsItIsTyped() {
        assertEquals(new RowFilter("lla", "", ""), after("/llx\177a").filter());
        assertEquals(Mode.FILTERING, after("/lla").mode());
        assertEquals(new RowFilter("lla", "", ""), after("/lla\r").filter());
        assertEquals(RowFilter.NONE, after("/lla\033").filter());
    }

    @Test
    void commandsFilterPaceHelpAndLeave() {
        assertEquals(new RowFilter("", "70b", "eu"), after(":model 70b\r:tenant eu\r").filter());
        assertEquals(RowFilter.NONE, after(":model 70b\r:model\r").filter());
        assertEquals(RowFilter.NONE, after("/x\r:model 70b\r:all\r").filter());
        assertEquals(5, after(":every 5s\r").everySeconds());
        assertEquals(Mode.HELP, after("?").mode());
        assertEquals(Mode.LOOKING, after("?q").mode());
        assertEquals(Mode.OVER, after(":q\r").mode());
        assertEquals(Mode.OVER, after("q").mode());
        assertEquals(Mode.LOOKING, after(":q\033").mode());
    }

    @Test
    void aCommandThatMakesNoSenseChangesNothingAndIsSaid() {
        for (String odd : new String[] {":fly", ":every 0s", ":every soon", ":every 99999s"}) {
            TopView view = after(odd + "\r");
            assertEquals(TopView.FIRST_SECONDS, view.everySeconds());
            assertTrue(view.foot().startsWith("no command") || view.foot().contains("takes"), odd);
        }
    }

    @Test
    void arrowsAndControlCharactersAreNotText() {
        assertEquals("ab", after("/a\033[A\033[15~\033OP\001b").typed());
    }

    @Test
    void whatIsTypedIsBounded() {
        assertTrue(after("/" + "x".repeat(1_000)).typed().length() <= 60);
        assertTrue(after(":" + "x".repeat(1_000)).typed().length() <= 60);
    }

    @Test
    void helpFitsTheNarrowestUsualTerminal() {
        TopView.help().forEach(line -> assertTrue(line.length() <= 80, line));
        assertTrue(TopView.help().size() < 24);
    }
}

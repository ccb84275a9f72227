// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XidTableTest {

    private final XidTable table = XidTable.standard();

    @Test
    void saysOfEveryRowWhereItComesFromAndWhatHelps() {
        assertTrue(table.rows().size() > 50);
        for (XidRule rule : table.rows()) {
            assertFalse(rule.source().isBlank(), "source of " + rule.xid());
            assertFalse(rule.meaning().isBlank(), "meaning of " + rule.xid());
            assertFalse(rule.remedy().isBlank(), "remedy of " + rule.xid());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {13, 31, 32, 69})
    void blamesTheProgramWhereNvidiaRestartsIt(long xid) {
        assertEquals(Response.TENANT, table.rule(xid, "").response());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                46, 48, 62, 64, 74, 95, 109, 110, 119, 120, 136, 140, 143, 155, 157, 158, 167, 168,
                169, 171, 172
            })
    void drainsWhereOnlyAResetHelps(long xid) {
        assertEquals(Response.DRAIN, table.rule(xid, "").response());
    }

    @ParameterizedTest
    @ValueSource(longs = {54, 63, 78, 92, 94, 154, 156, 162, 163, 164, 165})
    void watchesWhatWorksOn(long xid) {
        assertEquals(Response.WATCH, table.rule(xid, "").response());
    }

    @ParameterizedTest
    @ValueSource(longs = {144, 145, 146, 147, 148, 149, 150})
    void believesTheDriverOnWhetherALinkIsLost(long xid) {
        assertEquals(Response.DRAIN, table.rule(xid, "RLW_CTRL Fatal XC0 i0 Link 08").response());
        assertEquals(
                Response.WATCH, table.rule(xid, "RLW_CTRL Nonfatal XC0 i0 Link 08").response());
    }

    @Test
    void drainsTheNodeForADeviceThatIsGone() {
        assertEquals(Response.DRAIN_NODE, table.rule(79, "").response());
        assertEquals(Response.DRAIN_NODE, table.rule(151, "").response());
    }

    @Test
    void watchesWhatItDoesNotKnow() {
        assertEquals(Response.WATCH, table.rule(9_999, "").response());
    }

    @Test
    void refusesALineThatIsNoRow() {
        assertThrows(IllegalArgumentException.class, () -> XidTable.parse("48;;x;drain;y"));
        assertThrows(IllegalArgumentException.class, () -> XidTable.parse("48;;x;explode;y;z"));
        assertThrows(IllegalArgumentException.class, () -> XidTable.parse("x;;x;drain;y;z"));
    }
}

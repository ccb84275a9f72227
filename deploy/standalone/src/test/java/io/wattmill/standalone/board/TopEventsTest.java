// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What happened, in the words of {@code wattmill top}. */
class TopEventsTest {

    private static final String NODE = "{\"at_us\": 3661000000, \"node_id\": \"n1\", ";
    private static final String GPU = "\"subject\": \"GPU-7f3a91c4-52de-4b08-a6f1-0123456789ab\", ";

    private static String line(String event) throws JsonProcessingException {
        var board = new ObjectMapper().readTree("{\"events\": [" + NODE + event + "}]}");
        return TopText.of(board, List.of(), RowFilter.NONE, 80, Ink.PLAIN).getLast();
    }

    @Test
    void tellAChangeOfANodesState() throws JsonProcessingException {
        assertEquals(
                "01:01:01  n1: serving → draining  operator",
                line(
                        "\"from\": \"serving\", \"to\": \"draining\", \"code\": \"\","
                                + " \"subject\": \"\", \"reason\": \"operator\""));
    }

    @Test
    void nameTheDeviceAndNoStateThatItDoesNotHave() throws JsonProcessingException {
        var states = "\"from\": \"unspecified\", \"to\": \"unspecified\", ";
        assertEquals(
                "01:01:01  n1: GPU-7f3a91c4-…  XID 31, memory page fault: look at the program",
                line(
                        states
                                + GPU
                                + "\"code\": \"xid.31\", \"reason\": \"XID 31, memory page fault:"
                                + " look at the program\""));
        assertEquals(
                "01:01:01  n1: GPU-7f3a91c4-… device.silent  TIMEOUT",
                line(states + GPU + "\"code\": \"device.silent\", \"reason\": \"TIMEOUT\""));
    }
}

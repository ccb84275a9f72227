// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

class PortsTest {
    private static final String TABLE =
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 9001 1 0
               1: 0100007F:1F91 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 9002 1 0
            """;

    @Test
    void findsTheListenerAndNotAConnection() {
        assertEquals(Optional.of("9001"), SocketTable.listenerInode(TABLE, 8080));
        assertEquals(Optional.empty(), SocketTable.listenerInode(TABLE, 8081));
        assertEquals(Optional.empty(), SocketTable.listenerInode("garbage\n\n", 8080));
    }

    @Test
    void namesTheProcessThatHoldsAPort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = socket.getLocalPort();
            assertFalse(Ports.isFree(port));
            var holder = Ports.holder(port).orElseThrow();
            assertEquals(ProcessHandle.current().pid(), holder.pid());
            assertEquals("java", holder.command());
        }
        assertTrue(Ports.isFree(0));
    }
}

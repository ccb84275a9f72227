// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port for what cannot ask for any free one, or goes away and comes back at the same place. It
 * lies below those that a system gives to whoever asks for any: nobody is given it meanwhile.
 */
public final class FreePort {

    private static final int FIRST = 12_000;
    private static final int PORTS = 18_000;

    /** Each test process begins elsewhere, and gives no port twice. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private FreePort() {}

    /** One of the loopback that nobody listens at. */
    public static int next() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("no port of the loopback is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvlink;

import org.zeromq.ZMQ;
import org.zeromq.ZMQ.Socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Messages of several frames. */
final class Frames {
    private static final int MOST = 4;

    private Frames() {}

    /** The first frames of the message that waits, none when no message does. */
    static List<byte[]> receive(Socket socket) {
        List<byte[]> frames = new ArrayList<>(MOST);
        byte[] frame = socket.recv(ZMQ.DONTWAIT);
        while (frame != null) {
            if (frames.size() < MOST) {
                frames.add(frame);
            }
            frame = socket.hasReceiveMore() ? socket.recv(ZMQ.DONTWAIT) : null;
        }
        return frames;
    }

    /** A sequence number, 8 bytes big-endian; negative when it is none, or marks an end. */
    static long number(byte[] frame) {
        return frame.length == Long.BYTES ? ByteBuffer.wrap(frame).getLong() : -1;
    }
}

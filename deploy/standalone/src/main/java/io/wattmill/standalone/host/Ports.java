// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** TCP ports of the loopback interface. */
public final class Ports {
    private static final Path PROC = Path.of("/proc");

    private Ports() {}

    /** Whether this process could listen there now. Port 0 always can. */
    public static boolean isFree(int port) {
        return isFree(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Whether this process could listen at this address now. */
    public static boolean isFree(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** A port that is free at this moment; who binds it must be ready to find it taken. */
    public static int anyFree() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The process that listens on this port, when /proc shows it to us. */
    public static Optional<Holder> holder(int port) {
        return Stream.of("net/tcp", "net/tcp6")
                .map(PROC::resolve)
                .flatMap(table -> SocketTable.listenerInode(text(table), port).stream())
                .flatMap(inode -> owner("socket:[" + inode + "]").stream())
                .findFirst();
    }

    private static Optional<Holder> owner(String socket) {
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                if (has(process.resolve("fd"), socket)) {
                    return Optional.of(holderAt(process));
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean has(Path descriptors, String socket) {
        try (var open = Files.list(descriptors)) {
            return open.anyMatch(descriptor -> target(descriptor).equals(socket));
        } catch (IOException _) {
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static Holder holderAt(Path process) {
        var pid = Long.parseLong(process.getFileName().toString());
        return new Holder(pid, text(process.resolve("comm")).strip());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * Who listens.
     *
     * @param pid process id
     * @param command its short name, for example "java"
     */
    public record Holder(long pid, String command) {}
}

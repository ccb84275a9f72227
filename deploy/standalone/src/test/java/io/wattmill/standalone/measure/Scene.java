// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All processes of a measurement, started and stopped. */
final class Scene implements AutoCloseable {
    private final List<Child> children = new ArrayList<>();
    private final Path folder;
    private final MeasureOptions options;

    Scene(Path folder, MeasureOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** Where everything listens, and the two processes that are measured. */
    record Set(int engine, Nginx nginx, Child gateway, int port, String key, String adminKey) {}

    /** Starts everything; the agent may not have been heard yet. */
    Set open() throws IOException {
        int engine = port(engine());
        var office = keep(office(engine));
        var places = office.ready();
        var gateway = keep(gateway(places));
        var doors = gateway.ready();
        office.tell(doors.get(0));
        var nginx = Nginx.start(options.nginx, folder, engine);
        keep(nginx.process());
        return new Set(
                engine, nginx, gateway, Integer.parseInt(doors.get(1)), doors.get(2), doors.get(3));
    }

    private int port(Child engine) throws IOException {
        return Integer.parseInt(keep(engine).ready().getFirst());
    }

    private Child keep(Child child) {
        children.add(child);
        return child;
    }

    private static List<String> flags(String heap) {
        return List.of(
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    private Child engine() throws IOException {
        var words = List.of(Integer.toString(options.chunks));
        return Child.java(StubEngine.class, flags("128m"), words, Map.of(), log("engine"));
    }

    private Child office(int engine) throws IOException {
        var words = List.of(Integer.toString(engine), Integer.toString(options.engines));
        return Child.java(BackOffice.class, flags("512m"), words, Map.of(), log("office"));
    }

    private Child gateway(List<String> places) throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("WATTMILL_GATEWAY_DATA", folder.resolve("gateway").toString());
        settings.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        settings.put("WATTMILL_GATEWAY_POSTGRES_PORT", places.get(2));
        settings.put("WATTMILL_GATEWAY_POSTGRES_DATABASE", places.get(3));
        settings.put("WATTMILL_GATEWAY_POSTGRES_USER", places.get(4));
        settings.put("WATTMILL_GATEWAY_POSTGRES_PASSWORD", places.get(5));
        var words = List.of(Integer.toString(options.eventLoops), places.get(0), places.get(1));
        var flags = new ArrayList<>(options.jvm);
        // The log as in production: the class path of tests has a quieter one.
        flags.add("-Dlogback.configurationFile=logback.xml");
        return Child.java(MeasuredGateway.class, flags, words, settings, log("gateway"));
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Ends the processes, the last one first. */
    @Override
    public void close() throws Exception {
        Collections.reverse(children);
        for (var child : children) {
            child.close();
        }
    }
}

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

    /** A gateway process, where it listens, and the keys that it takes. */
    record Gateway(Child process, int port, String key, String adminKey) {}

    /** The stub engine; its port. */
    int engine() throws IOException {
        var words = List.of(Integer.toString(options.chunks));
        var flags = flags("128m");
        var classPath = Child.classPath();
        var child = Child.java(classPath, StubEngine.class, flags, words, Map.of(), log("engine"));
        return Integer.parseInt(keep(child).ready().getFirst());
    }

    /** nginx in front of the engine. */
    Nginx nginx(int engine) throws IOException {
        var nginx = Nginx.start(options.nginx, folder, engine);
        keep(nginx.process());
        return nginx;
    }

    /**
     * A gateway of the given class path and flags with a back office of its own; the agent may not
     * have been heard yet. {@code name} tells its files from those of others.
     */
    Gateway gateway(String name, int engine, String classPath, List<String> jvm)
            throws IOException {
        var office = keep(office(name, engine));
        var places = office.ready();
        var gateway = keep(gateway(name, places, classPath, jvm));
        var doors = gateway.ready();
        office.tell(doors.get(0));
        return new Gateway(gateway, Integer.parseInt(doors.get(1)), doors.get(2), doors.get(3));
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

    private Child office(String name, int engine) throws IOException {
        var words = List.of(Integer.toString(engine), Integer.toString(options.engines));
        var flags = flags("512m");
        var log = log(name + "-office");
        return Child.java(Child.classPath(), BackOffice.class, flags, words, Map.of(), log);
    }

    private Child gateway(String name, List<String> places, String classPath, List<String> jvm)
            throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("WATTMILL_GATEWAY_DATA", folder.resolve(name).toString());
        settings.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        settings.put("WATTMILL_GATEWAY_POSTGRES_PORT", places.get(2));
        settings.put("WATTMILL_GATEWAY_POSTGRES_DATABASE", places.get(3));
        settings.put("WATTMILL_GATEWAY_POSTGRES_USER", places.get(4));
        settings.put("WATTMILL_GATEWAY_POSTGRES_PASSWORD", places.get(5));
        var words = List.of(Integer.toString(options.eventLoops), places.get(0), places.get(1));
        var flags = new ArrayList<>(jvm);
        // The log as in production: the class path of tests has a quieter one.
        flags.add("-Dlogback.configurationFile=logback.xml");
        return Child.java(classPath, MeasuredGateway.class, flags, words, settings, log(name));
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

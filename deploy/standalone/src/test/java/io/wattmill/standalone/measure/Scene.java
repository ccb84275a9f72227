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
    private final SceneOptions options;

    Scene(Path folder, SceneOptions options) {
        this.folder = folder;
        this.options = options;
    }

    /** A gateway process, where it listens, and the keys that it takes. */
    record Gateway(Child process, int port, String key, String adminKey) {}

    /**
     * A gateway to be started.
     *
     * @param name tells its files from those of others
     * @param classPath of its process
     * @param jvm flags of its process
     * @param settings {@code WATTMILL_*} variables
     * @param ownRouter whether its router is in its process
     */
    record Plan(
            String name,
            String classPath,
            List<String> jvm,
            Map<String, String> settings,
            boolean ownRouter) {

        static Plan embedded(String name, List<String> jvm) {
            return new Plan(name, Child.classPath(), jvm, Map.of(), true);
        }

        Plan withSettings(Map<String, String> others) {
            return new Plan(name, classPath, jvm, others, ownRouter);
        }

        Plan withRemoteRouter() {
            return new Plan(name, classPath, jvm, settings, false);
        }
    }

    /** The stub engine, whose streams have so many chunks; its port. */
    int engine(int chunks) throws IOException {
        return port(StubEngine.class, "engine", List.of(Integer.toString(chunks)));
    }

    /** An engine that streams so many chunks a second; its port. */
    int slowEngine(int perSecond) throws IOException {
        return port(SlowEngine.class, "slow-engine", List.of(Integer.toString(perSecond)));
    }

    private int port(Class<?> program, String name, List<String> words) throws IOException {
        var flags = flags("256m");
        var child = Child.java(Child.classPath(), program, flags, words, Map.of(), log(name));
        return Integer.parseInt(keep(child).ready().getFirst());
    }

    /** nginx in front of the engine. */
    Nginx nginx(int engine) throws IOException {
        var nginx = Nginx.start(options.nginx, folder, engine);
        keep(nginx.process());
        return nginx;
    }

    /** Portkey's gateway, put into {@code home} before. */
    Portkey portkey(Path home) throws IOException {
        var portkey = Portkey.start(home, log("portkey"));
        keep(portkey.process());
        return portkey;
    }

    /** A gateway with a back office of its own; the agent may not have been heard yet. */
    Gateway gateway(Plan plan, int engine) throws IOException {
        var office = keep(office(plan.name(), engine));
        var places = office.ready();
        int router = plan.ownRouter() ? 0 : port(MeasuredRouter.class, "router", List.of());
        var gateway = keep(gateway(plan, places, router));
        var doors = gateway.ready();
        office.tell(plan.ownRouter() ? doors.get(0) : router);
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

    private Child gateway(Plan plan, List<String> places, int router) throws IOException {
        var settings = new HashMap<>(plan.settings());
        settings.put("WATTMILL_GATEWAY_DATA", folder.resolve(plan.name()).toString());
        settings.put("WATTMILL_GATEWAY_HTTP_PORT", "0");
        settings.put("WATTMILL_GATEWAY_POSTGRES_PORT", places.get(2));
        settings.put("WATTMILL_GATEWAY_POSTGRES_DATABASE", places.get(3));
        settings.put("WATTMILL_GATEWAY_POSTGRES_USER", places.get(4));
        settings.put("WATTMILL_GATEWAY_POSTGRES_PASSWORD", places.get(5));
        var words =
                List.of(
                        Integer.toString(options.eventLoops),
                        places.get(0),
                        places.get(1),
                        Integer.toString(router));
        var flags = new ArrayList<>(plan.jvm());
        // The log as in production: the class path of tests has a quieter one.
        flags.add("-Dlogback.configurationFile=logback.xml");
        return Child.java(
                plan.classPath(), MeasuredGateway.class, flags, words, settings, log(plan.name()));
    }

    /** What the process of that name has logged. */
    Path log(String name) {
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

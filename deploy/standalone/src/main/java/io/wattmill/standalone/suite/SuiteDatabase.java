// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.folder.Secrets;
import io.wattmill.standalone.postgres.EmbeddedPostgres;
import io.wattmill.standalone.postgres.PostgresSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The database that billing and gateway keep their schemas in: our own server, or one that the
 * configuration names.
 */
final class SuiteDatabase {
    private static final List<String> SERVICES = List.of("gateway", "billing", "twin");

    private final Optional<Embedded> embedded;

    /**
     * A server of our own.
     *
     * @param passwords with which each service logs in as itself: its role owns nothing
     */
    private record Embedded(EmbeddedPostgres server, Map<String, String> passwords) {}

    private SuiteDatabase(Optional<Embedded> embedded) {
        this.embedded = embedded;
    }

    /**
     * Blocks until the database answers, if it is ours; another one is looked at by the services
     * themselves.
     */
    static SuiteDatabase open(SuiteConfig.SuitePostgres config, DataFolder data, Path cache)
            throws IOException {
        return new SuiteDatabase(
                config.embedded()
                        ? Optional.of(start(settings(config, data, cache), data))
                        : Optional.empty());
    }

    private static Embedded start(PostgresSettings settings, DataFolder data) throws IOException {
        var server = EmbeddedPostgres.start(settings);
        var passwords = new HashMap<String, String>();
        for (var service : SERVICES) {
            var password = Secrets.readOrCreate(data.secret("postgres-" + service));
            server.login(role(service), password);
            passwords.put(service, password);
        }
        return new Embedded(server, Map.copyOf(passwords));
    }

    private static String role(String service) {
        return "wattmill_" + service;
    }

    /** Ends an embedded server in a hurry, also one that is still starting. */
    static void abandon(SuiteConfig.SuitePostgres config, DataFolder data, Path cache)
            throws IOException {
        if (config.embedded()) {
            EmbeddedPostgres.abandon(settings(config, data, cache));
        }
    }

    /** Whether the server is ours. */
    boolean embedded() {
        return embedded.isPresent();
    }

    /**
     * What the services' own settings have to say to find it. Where it is ours, runs are kept in it
     * unless somebody said otherwise.
     */
    Map<String, String> overrides(boolean saidWhetherRunsAreKept) {
        var overrides = new HashMap<String, String>();
        if (embedded.isPresent() && !saidWhetherRunsAreKept) {
            overrides.put(SuiteInputs.RUNS_ENABLED, "true");
        }
        embedded.ifPresent(
                ours ->
                        ours.passwords()
                                .forEach(
                                        (service, password) ->
                                                overrides.putAll(
                                                        overrides(
                                                                ours.server().address(),
                                                                service,
                                                                password))));
        return overrides;
    }

    private static Map<String, String> overrides(
            EmbeddedPostgres.Address address, String service, String password) {
        var prefix = "WATTMILL_" + service.toUpperCase(Locale.ROOT) + "_POSTGRES_";
        return Map.of(
                prefix + "HOST", "127.0.0.1",
                prefix + "PORT", Integer.toString(address.port()),
                prefix + "DATABASE", address.database(),
                prefix + "USER", role(service),
                prefix + "PASSWORD", password,
                prefix + "OWNER_USER", address.user(),
                prefix + "OWNER_PASSWORD", address.password());
    }

    /** Stops the server if it is ours; blocks until it has ended. Tells whether it was. */
    boolean close() throws IOException {
        if (embedded.isPresent()) {
            embedded.get().server().stop();
        }
        return embedded.isPresent();
    }

    private static PostgresSettings settings(
            SuiteConfig.SuitePostgres config, DataFolder data, Path cache) {
        return new PostgresSettings(
                cache,
                data.postgres(),
                config.maxConnections(),
                config.sharedBuffersMb(),
                config.commandTimeout());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.standalone.folder.DataFolder;
import io.wattmill.standalone.postgres.EmbeddedPostgres;
import io.wattmill.standalone.postgres.PostgresSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database that billing and gateway keep their schemas in: our own server, or one that the
 * configuration names.
 */
final class SuiteDatabase {
    private static final List<String> SECTIONS = List.of("GATEWAY", "BILLING");

    private final Optional<EmbeddedPostgres> server;

    private SuiteDatabase(Optional<EmbeddedPostgres> server) {
        this.server = server;
    }

    /**
     * Blocks until the database answers, if it is ours; another one is looked at by the services
     * themselves.
     */
    static SuiteDatabase open(SuiteConfig.SuitePostgres config, DataFolder data, Path cache)
            throws IOException {
        return new SuiteDatabase(
                config.embedded()
                        ? Optional.of(EmbeddedPostgres.start(settings(config, data, cache)))
                        : Optional.empty());
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
        return server.isPresent();
    }

    /** What the services' own settings have to say to find it. */
    Map<String, String> overrides() {
        var overrides = new HashMap<String, String>();
        server.map(EmbeddedPostgres::address)
                .ifPresent(
                        address -> {
                            for (var section : SECTIONS) {
                                var prefix = "WATTMILL_" + section + "_POSTGRES_";
                                overrides.put(prefix + "HOST", "127.0.0.1");
                                overrides.put(prefix + "PORT", Integer.toString(address.port()));
                                overrides.put(prefix + "DATABASE", address.database());
                                overrides.put(prefix + "USER", address.user());
                                overrides.put(prefix + "PASSWORD", address.password());
                            }
                        });
        return overrides;
    }

    /** Stops the server if it is ours; blocks until it has ended. Tells whether it was. */
    boolean close() throws IOException {
        if (server.isPresent()) {
            server.get().stop();
        }
        return server.isPresent();
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

// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;

import java.time.Duration;
import java.util.Optional;

/** Where PostgreSQL is, as whom a service uses it, and how much of it. */
public record PostgresConfig(
        @Setting(value = "127.0.0.1", doc = "Host name or address.") String host,
        @Setting(value = "5432", min = 1, max = 65_535, doc = "TCP port.") int port,
        @Setting(value = "wattmill", doc = "Database name.") String database,
        @Setting(value = "wattmill", doc = "Role that the service logs in as.") String user,
        @Secret @Setting(value = "", doc = "Password of the role.") String password,
        @Setting(
                        doc =
                                "Role that owns the schema and migrates it; without one the"
                                        + " service's own role does, and can then change what was"
                                        + " booked.")
                Optional<String> ownerUser,
        @Secret @Setting(value = "", doc = "Password of the owner.") String ownerPassword,
        @Setting(value = "4", min = 1, max = 200, doc = "Connections in the pool.") int poolSize,
        @Setting(value = "1000", min = 1, doc = "Callers that may wait for a connection.")
                int maxWaiting,
        @Setting(value = "5s", min = 10, doc = "Longest wait for a connection.")
                Duration connectTimeout,
        @Setting(
                        value = "15s",
                        min = 100,
                        doc =
                                "Longest silence of the service within a transaction; then"
                                        + " PostgreSQL takes it back, so that a process that stands"
                                        + " still holds no lock for longer.")
                Duration transactionSilence) {

    /** The JDBC address, for migrations. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** The role that migrates. */
    public String migrationUser() {
        return ownerUser.orElse(user);
    }

    /** Its password. */
    public String migrationPassword() {
        return ownerUser.isPresent() ? ownerPassword : password;
    }
}

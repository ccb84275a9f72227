// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the embedded server is started with.
 *
 * @param cache where the programs are unpacked
 * @param folder where the data directory, the password and the log live
 * @param maxConnections sessions at once, all services together
 * @param sharedBuffersMb its page cache, megabytes
 * @param commandTimeout how long initdb, start or stop may take
 */
public record PostgresSettings(
        Path cache, Path folder, int maxConnections, int sharedBuffersMb, Duration commandTimeout) {

    Path cluster() {
        return folder.resolve("data");
    }

    Path draftCluster() {
        return folder.resolve("data.new");
    }

    Path password() {
        return folder.resolve("password");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    Path commandOutput() {
        return folder.resolve("command.log");
    }

    /**
     * Server parameters, passed at each start so that a folder made by an older version gets them
     * too. The first three are the promise that a committed row survives a crash of anything.
     */
    Map<String, String> parameters(int port) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("fsync", "on");
        parameters.put("synchronous_commit", "on");
        parameters.put("full_page_writes", "on");
        parameters.put("listen_addresses", "127.0.0.1");
        parameters.put("port", Integer.toString(port));
        parameters.put("unix_socket_directories", "");
        parameters.put("max_connections", Integer.toString(maxConnections));
        parameters.put("shared_buffers", sharedBuffersMb + "MB");
        parameters.put("wal_compression", "on");
        parameters.put("max_logical_replication_workers", "0");
        parameters.put("max_parallel_workers_per_gather", "0");
        parameters.put("jit", "off");
        parameters.put("timezone", "UTC");
        parameters.put("log_timezone", "UTC");
        return parameters;
    }
}

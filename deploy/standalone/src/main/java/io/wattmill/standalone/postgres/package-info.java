// SPDX-License-Identifier: Apache-2.0
/**
 * One PostgreSQL of our own: binaries from a Maven artifact, data that is kept, durable settings,
 * loopback only.
 *
 * <p>It drives `initdb` and `pg_ctl` itself, because the library that brings the binaries is made
 * for tests (fsync off, its own shutdown hook, ten seconds of waiting on a folder whose postmaster
 * outlived its JVM). It must not know schemas or services. Start reading at {@link
 * io.wattmill.standalone.postgres.EmbeddedPostgres}.
 */
@NullMarked
package io.wattmill.standalone.postgres;

import org.jspecify.annotations.NullMarked;

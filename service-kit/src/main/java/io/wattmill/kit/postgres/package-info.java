// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL pool whose schema is migrated. Must not know any table. Start at {@link
 * io.wattmill.kit.postgres.Database}.
 */
@NullMarked
package io.wattmill.kit.postgres;

import org.jspecify.annotations.NullMarked;

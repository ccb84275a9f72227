// SPDX-License-Identifier: Apache-2.0
/**
 * Text that fits a JSON schema, for answers and calls whose form is prescribed. Pure and bounded:
 * what it cannot write it says so.
 *
 * <p>Knows schemas and seeds; knows nothing of requests or engines.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.schema.SchemaText}.
 */
@NullMarked
package io.wattmill.twin.emulator.schema;

import org.jspecify.annotations.NullMarked;

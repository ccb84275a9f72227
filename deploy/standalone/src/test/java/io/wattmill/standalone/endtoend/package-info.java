// SPDX-License-Identifier: Apache-2.0
/**
 * The promises of the suite, kept from outside: a real client, a real database, real processes.
 * Start reading at {@link io.wattmill.standalone.endtoend.SdkTest}.
 */
@NullMarked
package io.wattmill.standalone.endtoend;

import org.jspecify.annotations.NullMarked;

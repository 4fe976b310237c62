/** Programs whose content is read after they started. */
package io.shrike.app.digest;

// The page of notifications.
import "./notifications/keys.js";

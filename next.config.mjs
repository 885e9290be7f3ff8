/** @type {import('next').NextConfig} */
export default {
  // Waldur's URLs end in a slash; without this Next answers them with a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['better-sqlite3', 'pg', 'pino', 'prom-client', 'undici', 'sshpk', 'ws'],
  experimental: { serverActions: { bodySizeLimit: '6mb' } },
}

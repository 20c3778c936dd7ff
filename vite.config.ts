import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env['CKSLAB_DEV_SERVER'] ?? 'http://127.0.0.1:3939';

export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // light-dark() and :has() are used as they are, so older browsers gain nothing from lowering.
    target: ['chrome125', 'firefox126', 'safari17.5'],
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': server,
      '/enter': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
